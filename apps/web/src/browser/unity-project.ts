import { type TestWorkspace, testStack } from "../../../../infra/testing/index.ts";

const guids = { tank: "1", hull: "2", paint: "3", arena: "4", spare: "5" };
export const guidOf = (name: keyof typeof guids) => guids[name].repeat(32);

const meta = (name: keyof typeof guids, importer: string) =>
  `fileFormatVersion: 2\nguid: ${guidOf(name)}\n${importer}:\n  externalObjects: {}\n  userData: \n  assetBundleName: \n  assetBundleVariant: \n`;
const yaml = (...documents: string[]) => `%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n${documents.join("")}`;

const tank = yaml(
  "--- !u!1 &100\nGameObject:\n  m_Component:\n  - component: {fileID: 400}\n  - component: {fileID: 5400}\n  - component: {fileID: 2300}\n" +
    "  m_Layer: 0\n  m_Name: Tank\n  m_TagString: Untagged\n  m_IsActive: 1\n",
  "--- !u!4 &400\nTransform:\n  m_GameObject: {fileID: 100}\n  m_LocalRotation: {x: 0, y: 0, z: 0, w: 1}\n" +
    "  m_LocalPosition: {x: 0, y: 1, z: 0}\n  m_LocalScale: {x: 1, y: 1, z: 1}\n  m_Children: []\n  m_Father: {fileID: 0}\n",
  "--- !u!54 &5400\nRigidbody:\n  m_GameObject: {fileID: 100}\n  m_Mass: 1\n  m_Drag: 0\n  m_UseGravity: 1\n",
  `--- !u!23 &2300\nMeshRenderer:\n  m_GameObject: {fileID: 100}\n  m_Enabled: 1\n  m_Materials:\n  - {fileID: 2100000, guid: ${guidOf("hull")}, type: 2}\n`,
);

const hull = yaml(
  `--- !u!21 &2100000\nMaterial:\n  m_Name: Hull\n  m_SavedProperties:\n    serializedVersion: 3\n    m_TexEnvs:\n    - _MainTex:\n        m_Texture: {fileID: 2800000, guid: ${guidOf("paint")}, type: 3}\n` +
    "        m_Scale: {x: 1, y: 1}\n        m_Offset: {x: 0, y: 0}\n    m_Floats: []\n    m_Colors:\n    - _Color: {r: 0.8, g: 0.2, b: 0.1, a: 1}\n",
);

const arena = yaml(
  `--- !u!1001 &900\nPrefabInstance:\n  m_Modification:\n    m_TransformParent: {fileID: 0}\n    m_Modifications: []\n    m_RemovedComponents: []\n  m_SourcePrefab: {fileID: 100100000, guid: ${guidOf("tank")}, type: 3}\n`,
);

/** 8 × 8 pixels of orange. */
const paint = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mN4ViGCFTEMLQkAWWRcgU9psdIAAAAASUVORK5CYII=";

/** A small Unity project: a scene with a tank in it, whose hull is painted; and a material that nobody uses. As steps of a changeset. */
export function unityProject() {
  const files: Record<string, string> = {
    "Assets/Tank.prefab": tank,
    "Assets/Tank.prefab.meta": meta("tank", "PrefabImporter"),
    "Assets/Hull.mat": hull,
    "Assets/Hull.mat.meta": meta("hull", "NativeFormatImporter"),
    "Assets/Spare.mat": hull.replace("m_Name: Hull", "m_Name: Spare"),
    "Assets/Spare.mat.meta": meta("spare", "NativeFormatImporter"),
    "Assets/Paint.png.meta": meta("paint", "TextureImporter"),
    "Assets/Arena.unity": arena,
    "Assets/Arena.unity.meta": meta("arena", "DefaultImporter"),
    "ProjectSettings/ProjectVersion.txt": "m_EditorVersion: 2021.3.45f1\n",
    "ProjectSettings/EditorBuildSettings.asset": yaml(
      `--- !u!1045 &1\nEditorBuildSettings:\n  m_Scenes:\n  - enabled: 1\n    path: Assets/Arena.unity\n    guid: ${guidOf("arena")}\n`,
    ),
  };
  return [
    ...Object.entries(files).map(([path, content]) => ({ op: "create", path, content })),
    { op: "create", path: "Assets/Paint.png", content: paint, encoding: "base64" },
  ];
}

/** An empty project; answers its address, and a function that puts files into it: this Unity project, unless told otherwise. */
export async function makeProject(space: TestWorkspace) {
  const { body } = await space.owner.post("/api/projects", { name: `Assets ${crypto.randomUUID().slice(0, 8)}` }).expect(201);
  const { id } = body as { id: string };
  const fill = (changes: object[] = unityProject()) =>
    space.owner.post("/api/changesets", { projectId: id, message: "Begin", changes }).expect(201);
  return { id, address: `/w/${space.slug}/p/${id}`, fill };
}

/** Where the stack serves, for addresses that are told to people. */
export const hostOf = () => new URL(testStack().gatewayUrl).host;
