import { createViews } from '../main/engine/store/views.ts';
import { serve } from '../main/engine/worker-rpc.ts';
import { openPort } from './port.ts';

serve(openPort(), createViews());
