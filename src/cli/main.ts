#!/usr/bin/env node
import process from "node:process";
import { catchInterrupts } from "./interrupt.ts";
import { watchOutput } from "./output.ts";
import { runCli } from "./run.ts";

catchInterrupts();
watchOutput();
process.exitCode = await runCli(process.argv.slice(2));
