import { encodeWav } from "../binary/wav.ts";
import { seededRandom } from "../unity/identity.ts";
import { HOME, type Project } from "./project.ts";

export const soundPath = (name: string): string => `${HOME}/Audio/${name}.wav`;

const TURN = Math.PI * 2;
const decay = (time: number, perSecond: number): number => Math.exp(-time * perSecond);

/** Makes every sound of the project. */
export function addSounds(project: Project): void {
  const noise = seededRandom("sea noise");
  let surf = 0;
  add(project, "Waves", 2, true, (time) => {
    surf = surf * 0.92 + (noise() - 0.5) * 0.5;
    return surf * (0.55 + 0.45 * Math.sin(time * Math.PI));
  });
  add(project, "Foghorn", 1.6, false, (time) => {
    const swell = Math.min(1, time * 6) * Math.min(1, (1.6 - time) * 4);
    return swell * 0.4 * (Math.sin(TURN * 92 * time) + 0.6 * Math.sin(TURN * 138 * time) + 0.3 * Math.sin(TURN * 276 * time));
  });
  add(project, "Gull", 0.6, false, (time) => decay(time, 4) * 0.7 * Math.sin(TURN * (1400 - 700 * time) * time + Math.sin(time * 90)));
  add(project, "Bell", 1.2, false, (time) => decay(time, 3) * 0.4 * (Math.sin(TURN * 660 * time) + Math.sin(TURN * 1587 * time) * 0.5));
  add(project, "Pickup", 0.25, false, (time) => decay(time, 8) * 0.6 * Math.sin(TURN * (time < 0.08 ? 880 : 1320) * time));
  add(
    project,
    "Creak",
    0.7,
    false,
    (time) => 0.4 * Math.sin(TURN * 180 * time + 6 * Math.sin(TURN * 7 * time)) * Math.sin((Math.PI * time) / 0.7),
  );
  const grit = seededRandom("footstep grit");
  add(project, "Footstep", 0.15, false, (time) => decay(time, 30) * (grit() - 0.5) * 1.6);
}

function add(project: Project, name: string, seconds: number, streams: boolean, wave: (time: number) => number): void {
  project.sound(soundPath(name), encodeWav(seconds, wave), streams);
}
