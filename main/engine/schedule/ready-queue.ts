import type { TaskId } from '#contract/model.ts';
import type { ReadyTask } from '#contract/worker-messages.ts';

/** The few tasks that main holds ahead of need: hosts take turns, list order within a host. */
export interface ReadyQueue {
  readonly size: number;
  add(tasks: readonly ReadyTask[]): void;
  /** Takes the next task of the next host that passes; undefined when no host with work does. */
  next(mayStart: (hostKey: string) => boolean): ReadyTask | undefined;
  waitingOf(hostKey: string): number;
  /** Takes these out, wherever they stand, and returns those that were there. */
  remove(taskIds: ReadonlySet<TaskId>): readonly ReadyTask[];
  clear(): readonly ReadyTask[];
}

export function createReadyQueue(): ReadyQueue {
  // A host that was served moves to the end: insertion order of the map is the turn.
  const hosts = new Map<string, ReadyTask[]>();
  let size = 0;

  const takeFrom = (hostKey: string, tasks: ReadyTask[]): ReadyTask | undefined => {
    const task = tasks.shift();
    hosts.delete(hostKey);
    if (tasks.length > 0) hosts.set(hostKey, tasks);
    if (task) size -= 1;
    return task;
  };

  return {
    get size() {
      return size;
    },
    add(tasks) {
      for (const task of tasks) {
        const waiting = hosts.get(task.hostKey);
        if (waiting) waiting.push(task);
        else hosts.set(task.hostKey, [task]);
      }
      size += tasks.length;
    },
    next(mayStart) {
      for (const [hostKey, tasks] of hosts) if (mayStart(hostKey)) return takeFrom(hostKey, tasks);
      return undefined;
    },
    waitingOf: (hostKey) => hosts.get(hostKey)?.length ?? 0,
    remove(taskIds) {
      const removed: ReadyTask[] = [];
      for (const [hostKey, tasks] of hosts) {
        const kept = tasks.filter((task) => !taskIds.has(task.taskId));
        if (kept.length === tasks.length) continue;
        removed.push(...tasks.filter((task) => taskIds.has(task.taskId)));
        if (kept.length > 0) hosts.set(hostKey, kept);
        else hosts.delete(hostKey);
      }
      size -= removed.length;
      return removed;
    },
    clear() {
      const all = [...hosts.values()].flat();
      hosts.clear();
      size = 0;
      return all;
    },
  };
}
