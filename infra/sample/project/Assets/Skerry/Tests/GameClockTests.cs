using NUnit.Framework;
using Skerry.Core;

namespace Skerry.Tests
{
    public sealed class GameClockTests
    {
        [TestCase(21f, true)]
        [TestCase(3f, true)]
        [TestCase(12f, false)]
        [TestCase(6f, false)]
        public void NightLastsFromDuskToDawn(float hour, bool night)
        {
            Assert.That(GameClock.IsNightAt(hour), Is.EqualTo(night));
        }

        [Test]
        public void TheDayBeginsAgainAfterMidnight()
        {
            Assert.That(GameClock.Advance(23f, 50f, 600f), Is.EqualTo(1f).Within(0.001f));
        }
    }
}
