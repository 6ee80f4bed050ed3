using System;
using UnityEngine;

namespace Skerry.Core
{
    /// <summary>Turns real seconds into the island's hours and moves the sun.</summary>
    public sealed class GameClock : MonoBehaviour
    {
        private const float HoursPerDay = 24f;
        private const float Dusk = 20f;
        private const float Dawn = 6f;

        [SerializeField, Min(1f)] private float secondsPerDay = 600f;
        [SerializeField, Range(0f, 24f)] private float startHour = 18f;
        [SerializeField] private Light sun;
        [SerializeField] private EventChannel nightFell;

        private bool wasNight;

        public event Action<int> HourChanged;

        /// <summary>The time of day in hours, from 0 to 24.</summary>
        public float Hour { get; private set; }

        public bool IsNight => IsNightAt(Hour);

        public static bool IsNightAt(float hour)
        {
            return hour >= Dusk || hour < Dawn;
        }

        public static float Advance(float hour, float seconds, float secondsPerDay)
        {
            return Mathf.Repeat(hour + seconds / secondsPerDay * HoursPerDay, HoursPerDay);
        }

        private void Awake()
        {
            Hour = startHour;
            wasNight = IsNight;
        }

        private void Update()
        {
            int before = Mathf.FloorToInt(Hour);
            Hour = Advance(Hour, Time.deltaTime, secondsPerDay);
            int now = Mathf.FloorToInt(Hour);
            if (now != before)
            {
                HourChanged?.Invoke(now);
            }

            AnnounceNight();
            TurnSun();
        }

        private void AnnounceNight()
        {
            if (IsNight && !wasNight && nightFell != null)
            {
                nightFell.Raise();
            }

            wasNight = IsNight;
        }

        private void TurnSun()
        {
            if (sun != null)
            {
                sun.transform.rotation = Quaternion.Euler((Hour - Dawn) / HoursPerDay * 360f, 30f, 0f);
            }
        }
    }
}
