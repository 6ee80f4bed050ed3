import { origin, type UnityObject } from "./document.ts";
import { vector } from "./space.ts";
import type { Fields } from "./yaml.ts";

/** A square height field around the origin. */
export type HeightField = {
  readonly cells: number;
  readonly sizeMetres: number;
  /** Height in metres at x and z from -1 to 1. */
  readonly height: (x: number, z: number) => number;
};

const FLOATS_PER_VERTEX = 8;
const CHANNELS = 14;

/** A mesh asset with position, normal and one texture coordinate per vertex, in the layout the editor writes. */
export function heightFieldMesh(name: string, field: HeightField): UnityObject {
  const side = field.cells + 1;
  const half = field.sizeMetres / 2;
  const vertices = Buffer.alloc(side * side * FLOATS_PER_VERTEX * 4);
  const indices = Buffer.alloc(field.cells * field.cells * 6 * 2);
  const step = 2 / field.cells;
  let top = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [x, z] = [column * step - 1, row * step - 1];
      const y = field.height(x, z);
      top = Math.max(top, y);
      const slopeX = (field.height(x - step, z) - field.height(x + step, z)) / (2 * step * half);
      const slopeZ = (field.height(x, z - step) - field.height(x, z + step)) / (2 * step * half);
      const length = Math.hypot(slopeX, 1, slopeZ);
      const values = [x * half, y, z * half, slopeX / length, 1 / length, slopeZ / length, (x + 1) / 2, (z + 1) / 2];
      for (const [index, value] of values.entries()) vertices.writeFloatLE(value, ((row * side + column) * FLOATS_PER_VERTEX + index) * 4);
    }
  }
  let at = 0;
  for (let row = 0; row < field.cells; row++) {
    for (let column = 0; column < field.cells; column++) {
      const corner = row * side + column;
      for (const index of [corner, corner + side, corner + 1, corner + 1, corner + side, corner + side + 1])
        at = indices.writeUInt16LE(index, at);
    }
  }
  const bounds: Fields = { m_Center: vector([0, top / 2, 0]), m_Extent: vector([half, top / 2, half]) };
  return {
    classId: 43,
    fileId: 4300000n,
    type: "Mesh",
    fields: { ...origin, m_Name: name, ...meshFields(vertices, indices, side * side, bounds) },
  };
}

const meshFields = (vertices: Buffer, indices: Buffer, vertexCount: number, bounds: Fields): Fields => ({
  serializedVersion: 11,
  m_SubMeshes: [
    {
      serializedVersion: 2,
      firstByte: 0,
      indexCount: indices.length / 2,
      topology: 0,
      baseVertex: 0,
      firstVertex: 0,
      vertexCount,
      localAABB: bounds,
    },
  ],
  m_Shapes: { vertices: [], shapes: [], channels: [], fullWeights: [] },
  m_BindPose: [],
  m_BoneNameHashes: null,
  m_RootBoneNameHash: 0,
  m_BonesAABB: [],
  m_VariableBoneCountWeights: { m_Data: null },
  m_MeshCompression: 0,
  m_IsReadable: 1,
  m_KeepVertices: 1,
  m_KeepIndices: 1,
  m_IndexFormat: 0,
  m_IndexBuffer: indices.toString("hex"),
  m_VertexData: {
    serializedVersion: 3,
    m_VertexCount: vertexCount,
    m_Channels: Array.from({ length: CHANNELS }, (_, index) => channel(index)),
    m_DataSize: vertices.length,
    _typelessdata: vertices.toString("hex"),
  },
  m_CompressedMesh: COMPRESSED,
  m_LocalAABB: bounds,
  m_MeshUsageFlags: 0,
  m_CookingOptions: 30,
  m_BakedConvexCollisionMesh: null,
  m_BakedTriangleCollisionMesh: null,
  "'m_MeshMetrics[0]'": 1,
  "'m_MeshMetrics[1]'": 1,
  m_MeshOptimizationFlags: 1,
  m_StreamData: { serializedVersion: 2, offset: 0, size: 0, path: null },
});

/** Channel 0 is the position, 1 the normal, 4 the first texture coordinate; the others are absent. */
function channel(index: number): Fields {
  const [offset, dimension] = ({ 0: [0, 3], 1: [12, 3], 4: [24, 2] } as Record<number, [number, number]>)[index] ?? [0, 0];
  return { stream: 0, offset, format: 0, dimension };
}

const packedFloats: Fields = { m_NumItems: 0, m_Range: 0, m_Start: 0, m_Data: null, m_BitSize: 0 };
const packedInts: Fields = { m_NumItems: 0, m_Data: null, m_BitSize: 0 };

const COMPRESSED: Fields = {
  m_Vertices: packedFloats,
  m_UV: packedFloats,
  m_Normals: packedFloats,
  m_Tangents: packedFloats,
  m_Weights: packedInts,
  m_NormalSigns: packedInts,
  m_TangentSigns: packedInts,
  m_FloatColors: packedFloats,
  m_BoneIndices: packedInts,
  m_Triangles: packedInts,
  m_UVInfo: 0,
};
