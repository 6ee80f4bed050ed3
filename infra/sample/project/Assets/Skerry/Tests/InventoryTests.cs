using NUnit.Framework;
using Skerry.Data;
using Skerry.Player;
using UnityEngine;

namespace Skerry.Tests
{
    public sealed class InventoryTests
    {
        private Inventory inventory;
        private ItemDefinition item;

        [SetUp]
        public void MakeBag()
        {
            inventory = new GameObject("Bag").AddComponent<Inventory>();
            item = ScriptableObject.CreateInstance<ItemDefinition>();
        }

        [TearDown]
        public void Discard()
        {
            Object.DestroyImmediate(inventory.gameObject);
            Object.DestroyImmediate(item);
        }

        [Test]
        public void WhatFindsNoRoomIsReturned()
        {
            Assert.That(inventory.Add(item, inventory.Capacity + 2), Is.EqualTo(2));
        }

        [Test]
        public void NothingIsTakenWhenThereIsTooLittle()
        {
            inventory.Add(item, 1);

            Assert.That(inventory.TryTake(item, 2), Is.False);
            Assert.That(inventory.Count(item), Is.EqualTo(1));
        }
    }
}
