import { find } from "./status_codes.mjs";

for (const word of process.argv.slice(2)) {
  console.log(`${word}: code ${find(Number(word))}`);
}
