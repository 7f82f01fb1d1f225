// What client and server say to each other beyond the Language Server Protocol. The only file of the server that
// the client and the preview's page import.
export * from './protocol/commands.ts';
export * from './protocol/common.ts';
export * from './protocol/export.ts';
export * from './protocol/graph-edits.ts';
export * from './protocol/preview.ts';
export * from './protocol/requests.ts';
export * from './protocol/route.ts';
export * from './protocol/template.ts';
