/** A pause between two chimes, so that ten tickets at once are one sound. */
const REST_MS = 1_500;
/** Two rising tones, clear above the noise of a kitchen: hertz, and seconds after the start. */
const TONES: readonly (readonly [number, number])[] = [
  [784, 0],
  [1_175, 0.22],
];

export interface Chime {
  /** Must be called from a tap or a key at least once: browsers stay silent until then. */
  unlock(): Promise<boolean>;
  ring(): void;
  close(): void;
}

/** The kitchen's own two-tone sound, made on the spot so that it needs no file and no network. */
export function makeChime(): Chime {
  let context: AudioContext | undefined;
  let rangAt = 0;
  return {
    async unlock() {
      context ??= new AudioContext();
      await context.resume();
      return context.state === "running";
    },
    ring() {
      if (context?.state !== "running" || Date.now() - rangAt < REST_MS) return;
      rangAt = Date.now();
      for (const [frequency, delay] of TONES) play(context, frequency, context.currentTime + delay);
    },
    close: () => void context?.close(),
  };
}

function play(context: AudioContext, frequency: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.5, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.55);
}
