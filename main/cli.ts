import packageJson from '../package.json' with { type: 'json' };
import { runCommandLine } from './command-line/run.ts';

const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  // The second one does not wait for anything; the state is safe at any moment.
  process.once('SIGINT', () => process.exit(130));
});
process.once('SIGTERM', () => interruption.abort());
// `pixhaul … | head` ends the reader first: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interruption.abort();
});

// A list that is still being written to us is not waited for.
interruption.signal.addEventListener('abort', () => process.stdin.destroy());

process.exitCode = await runCommandLine({
  words: process.argv.slice(2),
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  appVersion: packageJson.version,
  interrupted: interruption.signal,
});
