// The bundler makes a file of its own of imported styles.
declare module '*.css';
