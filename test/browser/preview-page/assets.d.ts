// Files other than scripts, which the bundler handles.
declare module '*.css';
declare module '*.yaml' {
  const text: string;
  export default text;
}
