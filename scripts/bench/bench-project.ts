// Texts of any size to measure with: projects in the proportions of large ones, with five routes per function and nine
// tables in all, and Dockerfiles.

export function projectText(endpoints: number): string {
  const functions = Math.ceil(endpoints / 5);
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return [
    'resources:\n  Orders:\n    type: websocket-api\n    name: Orders\n    routeSelectorProperty: action\n    endpoints:\n',
    ...numbers(endpoints).map(
      (index) =>
        `      - route: ${index === 0 ? '$default' : `order.step${index}`}\n` +
        `        operationMode: ${index % 3 === 0 ? '1-way' : '2-way'}\n` +
        `        connections: [Step${(index * 7) % functions}]\n`,
    ),
    ...numbers(functions).map(
      (index) =>
        `  Step${index}:\n    type: lambda-function\n    name: Step${index}\n    runtime: nodejs22.x\n` +
        `    entryPoint: functions/step${index}.handler\n` +
        `    connections: [{ to: Table${index % 9}, access: read-write }]\n`,
    ),
    ...numbers(9).map(
      (index) =>
        `  Table${index}: { type: dynamodb-table, name: Table${index}, key: { hash: { name: id, type: STRING } } }\n`,
    ),
  ].join('');
}

/** A Dockerfile of stages with six lines each. */
export function dockerfileText(stages: number): string {
  const stage = (_: unknown, index: number): string =>
    [`FROM node:22 AS stage${index}`, 'WORKDIR /app', 'COPY package.json ./', `ENV STAGE=${index}`, 'RUN npm ci'].join(
      '\n',
    );
  return Array.from({ length: stages }, stage).join('\n\n');
}
