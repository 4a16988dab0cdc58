import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { strict } from '../strict.ts';

/** Width and height of a PNG; 0 × 0 for anything else. */
export function pngSize(data: Buffer): { width: number; height: number } {
  const isPng = data.length >= 24 && data.toString('latin1', 1, 4) === 'PNG';
  return isPng ? { width: data.readUInt32BE(16), height: data.readUInt32BE(20) } : { width: 0, height: 0 };
}

/** An image that keeps its bytes and never decodes them. */
class StandInImage {
  private readonly data: Buffer;
  isMacTemplateImage = false;

  constructor(data: Buffer) {
    this.data = data;
  }
  isEmpty(): boolean {
    return this.data.length === 0;
  }
  getSize(): { width: number; height: number } {
    return pngSize(this.data);
  }
  getAspectRatio(): number {
    const { width, height } = this.getSize();
    return height === 0 ? 1 : width / height;
  }
  getScaleFactors(): number[] {
    return [1];
  }
  toPNG(): Buffer {
    return this.data;
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.data.toString('base64')}`;
  }
  setTemplateImage(option: boolean): void {
    this.isMacTemplateImage = option;
  }
  isTemplateImage(): boolean {
    return this.isMacTemplateImage;
  }
  addRepresentation(): void {}
  /** Not decoded, so not resized either. */
  resize(): StandInImage {
    return createFromBuffer(this.data);
  }
}

/** An image that holds `data` as it is. */
export function createFromBuffer(data: Buffer): StandInImage {
  return strict('NativeImage', new StandInImage(data));
}

function createFromPath(file: string): StandInImage {
  return createFromBuffer(fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0));
}

/** Electron's `nativeImage`. */
export const nativeImage = strict('nativeImage', {
  createEmpty: () => createFromBuffer(Buffer.alloc(0)),
  createFromBuffer,
  createFromPath,
  createFromDataURL: (url: string) => createFromBuffer(Buffer.from(url.split(',')[1] ?? '', 'base64')),
});
