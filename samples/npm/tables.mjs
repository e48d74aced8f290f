import { spawnSync } from "node:child_process";
import { statSync, utimesSync } from "node:fs";

const time = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// Makes a module of a keys file that is newer.
function table(keys, module, ...options) {
  if (time(module) > time(keys)) return;
  const { status, error } = spawnSync("perfecthash", [keys, "-o", module, "--Outputs=JavaScript", "--Quiet", ...options], { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status);
  const now = new Date();
  utimesSync(module, now, now); // the generator leaves a file alone whose bytes would be the same
}

table("status_codes.txt", "status_codes.mjs", "--Contains");
