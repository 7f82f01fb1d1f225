// The project that a new project file starts with: small, without errors, and with the main properties.
import { handlerStubs } from './handler-source.ts';

const inYaml = `# WebSocket APIs of AWS API Gateway, and the functions that handle their messages.
resources:
  Api:
    type: websocket-api
    name: Api
    # A message such as {"action": "hello"} goes to the endpoint with the route hello.
    routeSelectorProperty: action
    endpoints:
      - route: hello
        operationMode: 2-way # The client receives the function's \`body\`.
        connections: [Hello]
      - route: $default # All other messages.
        operationMode: 2-way
        connections: [Hello]

  Hello:
    type: lambda-function
    name: Hello
    runtime: nodejs22.x
    entryPoint: functions/hello.handler
`;

const inJson = `{
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

export function starterProject(format: 'yaml' | 'json'): string {
  return format === 'json' ? inJson : inYaml;
}

/** The source file of its function. */
export const starterSource = {
  /** Relative to the folder of the project file. */
  path: 'functions/hello.mjs',
  text: handlerStubs.nodejs.source({ kind: 'handler', routes: ['hello', '$default'], responds: true }, 'handler'),
};
