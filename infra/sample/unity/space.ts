import { type Flow, flow } from "./yaml.ts";

export type Vector3 = readonly [x: number, y: number, z: number];

/** Euler angles in degrees as the editor's quaternion (applied in the order z, x, y). */
export function quaternion([x, y, z]: Vector3): readonly [x: number, y: number, z: number, w: number] {
  const [sx, cx] = halfAngle(x);
  const [sy, cy] = halfAngle(y);
  const [sz, cz] = halfAngle(z);
  return [cy * sx * cz + sy * cx * sz, sy * cx * cz - cy * sx * sz, cy * cx * sz - sy * sx * cz, cy * cx * cz + sy * sx * sz];
}

export function rotation(euler: Vector3): Flow {
  const [x, y, z, w] = quaternion(euler);
  return flow({ x: x + 0, y: y + 0, z: z + 0, w });
}

export const vector = ([x, y, z]: Vector3): Flow => flow({ x, y, z });

function halfAngle(degrees: number): [sine: number, cosine: number] {
  const radians = (degrees * Math.PI) / 360;
  return [Math.sin(radians), Math.cos(radians)];
}
