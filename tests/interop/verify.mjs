// What jose says of tokens: each is checked by the key that its head names, and its dates.
import { readFileSync } from "node:fs";
import { compactVerify, importJWK, jwtVerify } from "jose";

const { keys, tokens } = JSON.parse(readFileSync(0, "utf8")), said = {};
for (const [name, token] of Object.entries(tokens)) {
  const find = ({ kid }) => {
    const jwk = keys[kid.split("#").pop()];
    if (!jwk) throw Error("no such key");
    return importJWK(jwk, "EdDSA");
  };
  try {
    const { payload } = await compactVerify(token, find, { algorithms: ["EdDSA"] });
    const claims = JSON.parse(new TextDecoder().decode(payload));
    if (claims.iss) await jwtVerify(token, find, { algorithms: ["EdDSA"], issuer: claims.iss });
    said[name] = { ok: true, claims };
  } catch (error) {
    said[name] = { ok: false, why: error.code || error.message };
  }
}
console.log(JSON.stringify(said));
