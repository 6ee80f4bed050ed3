using System;
using Skerry.Core;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>Raises and lowers the sea after a table of hours and heights.</summary>
    public sealed class TideLevel : MonoBehaviour
    {
        [SerializeField] private Transform sea;
        [SerializeField] private GameClock clock;
        [SerializeField] private TextAsset table;

        private TideTable tides;

        private void Awake()
        {
            tides = JsonUtility.FromJson<TideTable>(table.text);
        }

        private void Update()
        {
            Vector3 position = sea.position;
            position.y = tides.HeightAt(clock.Hour);
            sea.position = position;
        }

        [Serializable]
        private sealed class TideTable
        {
            public float[] hours = Array.Empty<float>();
            public float[] metres = Array.Empty<float>();

            public float HeightAt(float hour)
            {
                for (int index = 1; index < hours.Length; index++)
                {
                    if (hour <= hours[index])
                    {
                        float part = Mathf.InverseLerp(hours[index - 1], hours[index], hour);
                        return Mathf.Lerp(metres[index - 1], metres[index], part);
                    }
                }

                return metres.Length == 0 ? 0f : metres[metres.Length - 1];
            }
        }
    }
}
