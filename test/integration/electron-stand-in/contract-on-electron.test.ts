import { describeContract } from './contract.ts';
import { hasRealElectron } from './fixture.ts';

const isInstalled = await hasRealElectron();
const canShow =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

describeContract(
  'electron',
  isInstalled ? (canShow ? undefined : 'needs a display') : "needs Electron's binary",
);
