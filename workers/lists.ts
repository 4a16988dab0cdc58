import { createLists } from '../main/engine/lists/lists.ts';
import { serve } from '../main/engine/worker-rpc.ts';
import { openPort } from './port.ts';

serve(openPort(), createLists());
