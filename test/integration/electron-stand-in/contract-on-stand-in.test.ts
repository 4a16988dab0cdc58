import { describeContract } from './contract.ts';

describeContract('stand-in');
