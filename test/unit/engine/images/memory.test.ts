import { expect, test } from 'vitest';
import { createMemoryGate } from '../../../../main/engine/images/memory.ts';

test('work passes in order while its bytes fit, and what is larger than the budget runs alone', async () => {
  const gate = createMemoryGate(100);
  const running = new Set<string>();
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, bytes: number) =>
    gate.run(bytes, async () => {
      running.add(name);
      log.push([...running].join('+'));
      await new Promise<void>((end) => ends.set(name, end));
      running.delete(name);
    });
  const all = [start('a', 60), start('b', 30), start('c', 50), start('d', 500), start('e', 10)];
  const end = async (name: string) => {
    await Promise.resolve();
    ends.get(name)?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  await end('a');
  await end('b');
  await end('c');
  await end('d');
  await end('e');
  await Promise.all(all);
  expect(log).toEqual(['a', 'a+b', 'b+c', 'd', 'e']);
});

test('work that must be alone waits for the others, and they for it', async () => {
  const gate = createMemoryGate(100);
  const log: string[] = [];
  const step = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
  };
  await Promise.all([gate.run(1, step('a')), gate.runAlone(step('b')), gate.run(1, step('c'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('work that fails gives its bytes back', async () => {
  const gate = createMemoryGate(10);
  await expect(gate.run(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(gate.run(10, async () => 'next')).resolves.toBe('next');
});
