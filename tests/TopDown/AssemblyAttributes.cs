// Fixtures run beside each other, the tests of one fixture in order. Two workers would leave the client idle while a
// guest boots; with three, a tenth of the time of two processors was idle.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
