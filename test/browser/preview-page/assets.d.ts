// What the bundler makes of files that are not scripts.
declare module '*.css';
declare module '*.yaml' {
  const text: string;
  export default text;
}
