// What a project file begins with: a small one that has no errors, and that shows what there is to say.
import { Selection, ViewColumn, window, type Position, type Uri } from 'vscode';

export const starter = `# A websocket project: WebSocket APIs of AWS API Gateway, and the functions that answer their clients.
resources:
  Api:
    type: websocket-api
    name: Api
    # A message such as {"action": "hello"} goes to the endpoint whose route is hello.
    routeSelectorProperty: action
    endpoints:
      - route: hello
        operationMode: 2-way # The function's \`body\` goes back to the client.
        connections: [Hello]
      - route: $default # Everything else.
        operationMode: 2-way
        connections: [Hello]

  Hello:
    type: lambda-function
    name: Hello
    runtime: nodejs22.x
    entryPoint: functions/hello.handler
`;

const jsonStarter = `{
  "resources": {
    "Api": {
      "type": "websocket-api",
      "name": "Api",
      "routeSelectorProperty": "action",
      "endpoints": [
        { "route": "hello", "operationMode": "2-way", "connections": ["Hello"] },
        { "route": "$default", "operationMode": "2-way", "connections": ["Hello"] }
      ]
    },
    "Hello": {
      "type": "lambda-function",
      "name": "Hello",
      "runtime": "nodejs22.x",
      "entryPoint": "functions/hello.handler"
    }
  }
}
`;

export function starterFor({ path }: Uri): string {
  return path.endsWith('.json') ? jsonStarter : starter;
}

/** With the API's name selected: the first thing to change. */
export async function showStarter(uri: Uri, viewColumn = ViewColumn.Active): Promise<void> {
  const editor = await window.showTextDocument(uri, { viewColumn });
  const text = editor.document.getText();
  const name = /(?<="?name"?: "?)Api/.exec(text);
  if (!name) return;
  const at = (offset: number): Position => editor.document.positionAt(offset);
  editor.selection = new Selection(at(name.index), at(name.index + name[0].length));
}
