// Files that the build copies next to the program. Importing one gives its name.
declare module '*.wasm' {
  const name: string;
  export default name;
}
declare module '*.ttf' {
  const name: string;
  export default name;
}
