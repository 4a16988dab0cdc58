import { Buffer } from 'node:buffer';
import type { SafeStorage } from 'electron';
import { strict } from '../strict.ts';

// As Electron's basic_text backend on Linux: a prefix, and nothing that a program of the same person cannot undo.
const prefix = Buffer.from('v10');

function encrypt(text: string): Buffer {
  return Buffer.concat([prefix, Buffer.from(Buffer.from(text).toString('base64'))]);
}

function decrypt(encrypted: Buffer): string {
  if (!encrypted.subarray(0, prefix.length).equals(prefix))
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
  return Buffer.from(encrypted.subarray(prefix.length).toString(), 'base64').toString();
}

/** Electron's `safeStorage` with the basic_text backend: readable by anyone, good for tests only. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => true,
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'basic_text',
  setUsePlainTextEncryption: () => {},
  encryptString: encrypt,
  decryptString: decrypt,
  encryptStringAsync: async (text) => encrypt(text),
  decryptStringAsync: async (encrypted) => ({ result: decrypt(encrypted), shouldReEncrypt: false }),
} satisfies SafeStorage);
