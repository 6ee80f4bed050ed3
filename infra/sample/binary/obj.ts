type Point = readonly [x: number, y: number, z: number];
export type Face = readonly number[];
export type Solid = { readonly points: readonly Point[]; readonly faces: readonly Face[] };

/** A solid of revolution around the y axis: `profile` lists radius and height from bottom to top, in metres. */
export function lathe(profile: readonly (readonly [radius: number, height: number])[], sides: number): Solid {
  const points = profile.flatMap(([radius, height]) =>
    Array.from({ length: sides }, (_, side): Point => {
      const angle = (side / sides) * Math.PI * 2;
      return [radius * Math.cos(angle), height, radius * Math.sin(angle)];
    }),
  );
  const faces: Face[] = [];
  for (let ring = 0; ring < profile.length - 1; ring++) {
    for (let side = 0; side < sides; side++) {
      const next = (side + 1) % sides;
      faces.push([ring * sides + side, (ring + 1) * sides + side, (ring + 1) * sides + next, ring * sides + next]);
    }
  }
  const top = (profile.length - 1) * sides;
  faces.push(Array.from({ length: sides }, (_, side) => top + sides - 1 - side));
  faces.push(Array.from({ length: sides }, (_, side) => side));
  return { points, faces };
}

/** The same solid with every point moved. */
export const deform = (solid: Solid, move: (point: Point, index: number) => Point): Solid => ({
  points: solid.points.map(move),
  faces: solid.faces,
});

/** Wavefront text of a solid; faces count their points from 1. */
export function encodeObj(name: string, material: string, solid: Solid): string {
  const points = solid.points.map((point) => `v ${point.map((value) => value.toFixed(4)).join(" ")}`);
  const faces = solid.faces.map((face) => `f ${face.map((index) => index + 1).join(" ")}`);
  return [`# ${name}`, `o ${name}`, ...points, `usemtl ${material}`, "s 1", ...faces, ""].join("\n");
}
