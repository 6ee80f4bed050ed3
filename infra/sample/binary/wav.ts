const RATE_HZ = 11025;

/** A mono 16-bit WAV of `seconds`; `wave` gives the signal from -1 to 1 at a time in seconds. */
export function encodeWav(seconds: number, wave: (time: number) => number): Uint8Array {
  const samples = Math.round(seconds * RATE_HZ);
  const file = Buffer.alloc(44 + samples * 2);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index++) {
    const level = Math.max(-1, Math.min(1, wave(index / RATE_HZ)));
    file.writeInt16LE(Math.round(level * 32000), 44 + index * 2);
  }
  return file;
}
