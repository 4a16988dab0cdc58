// npm run pixhaul -- <arguments>: the command line. Its stdout is the program's own.
import { buildOrExit } from './build.mjs';
import { endLike, inProject, runHere, sayOnStderr } from './project.mjs';
import { onProjectNode } from './setup.mjs';

sayOnStderr();
await onProjectNode(import.meta.url);
await buildOrExit();
endLike(await runHere(process.execPath, [inProject('dist', 'main', 'cli.js'), ...process.argv.slice(2)]));
