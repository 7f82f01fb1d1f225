// Files that the build copies beside the program: importing one gives its name.
declare module '*.wasm' {
  const name: string;
  export default name;
}
declare module '*.ttf' {
  const name: string;
  export default name;
}
