// Fixtures run beside each other, the tests of one fixture in order. Two workers would leave the client idle while a
// guest boots; more than three only make guests compete for the processors of a small machine.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
