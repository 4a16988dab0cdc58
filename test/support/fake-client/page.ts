/** Draws the real window on the fake app; the address says what to show. */
import type { Settings } from '#contract/model.ts';
import type { FakeApp } from './fake-client.ts';
import type { Scenario } from './scenarios.ts';
import { makeScenario, SCENARIOS, sampleList } from './scenarios.ts';

const STEP_MS = 100;

const asked = new URLSearchParams(location.search);
const scenario = SCENARIOS.find((name) => name === asked.get('show')) ?? ('running' satisfies Scenario);
const app = makeScenario(scenario);
const patch: Partial<Settings> = {
  ...(asked.get('theme') === 'dark' ? { theme: 'dark' } : {}),
  ...(asked.get('language') === 'zh-CN' ? { language: 'zh-CN' } : {}),
};
await app.client.changeSettings(patch);

declare global {
  interface Window {
    fakeApp: FakeApp;
    sampleList: typeof sampleList;
  }
}
Object.defineProperty(window, 'pixhaul', { value: app.client });
window.fakeApp = app;
window.sampleList = sampleList;

if (asked.get('still') === null) setInterval(() => app.step(STEP_MS), STEP_MS);
else app.step(STEP_MS);

await import('../../../renderer/main.tsx');
