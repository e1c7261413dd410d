// The file that stands in the page which checks certificates, made anew from the package.
import { build } from "esbuild";

const made = await build({
  stdin: { contents: 'import { verifyAsync } from "@noble/ed25519";\nglobalThis.ed25519 = { verifyAsync };\n', resolveDir: import.meta.dirname },
  bundle: true, minify: true, format: "iife", target: "es2020", write: false,
  banner: { js: "/*! @noble/ed25519 3.2.0 - MIT License (c) 2019 Paul Miller (paulmillr.com) */" },
});
console.log(JSON.stringify(made.outputFiles[0].text));
