import { readdir, readFile } from 'node:fs/promises';

interface ProcessFacts {
  readonly pid: number;
  readonly parentPid: number;
  /** With the pid it names one process for good: pids are given out again. */
  readonly startedAt: string;
  readonly isZombie: boolean;
  readonly command: string;
}

/** A process together with everything that it started, as they were when asked. */
export type ProcessTree = readonly ProcessFacts[];

/** Finds a process and all below it; empty where the system has no /proc to tell. */
export async function processTree(pid: number): Promise<ProcessTree> {
  const all = await allProcesses();
  const found = all.filter((one) => one.pid === pid);
  for (let at = 0; at < found.length; at += 1) {
    found.push(...all.filter((one) => one.parentPid === found[at]?.pid));
  }
  return found;
}

/** Says which of them still run. */
export async function survivors(tree: ProcessTree): Promise<readonly string[]> {
  const all = await allProcesses();
  return tree
    .filter((one) =>
      all.some(({ pid, startedAt, isZombie }) => pid === one.pid && startedAt === one.startedAt && !isZombie),
    )
    .map(({ pid, command }) => `${pid} ${command.slice(0, 120)}`);
}

async function allProcesses(): Promise<readonly ProcessFacts[]> {
  const names = await readdir('/proc').catch(() => []);
  const facts = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(factsOf));
  return facts.filter((one) => one !== null);
}

async function factsOf(name: string): Promise<ProcessFacts | null> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${name}/stat`, 'utf8'),
      readFile(`/proc/${name}/cmdline`, 'utf8'),
    ]);
    // The program's name stands in brackets and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid: Number(name),
      parentPid: Number(fields[1]),
      startedAt: fields[19] ?? '',
      isZombie: fields[0] === 'Z',
      command: command.replaceAll('\0', ' ').trim(),
    };
  } catch {
    // It ended while it was being looked at.
    return null;
  }
}
