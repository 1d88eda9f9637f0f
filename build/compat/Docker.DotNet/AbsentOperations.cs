namespace Docker.DotNet;

/// <summary>Not implemented: declared so that <see cref="IDockerClient"/> has all its properties.</summary>
public interface ISecretsOperations;

/// <summary>Not implemented: declared so that <see cref="IDockerClient"/> has all its properties.</summary>
public interface IConfigOperations;

/// <summary>Not implemented: declared so that <see cref="IDockerClient"/> has all its properties.</summary>
public interface ISwarmOperations;

/// <summary>Not implemented: declared so that <see cref="IDockerClient"/> has all its properties.</summary>
public interface ITasksOperations;

/// <summary>Not implemented: declared so that <see cref="IDockerClient"/> has all its properties.</summary>
public interface IPluginOperations;

internal sealed class AbsentOperations : ISecretsOperations, IConfigOperations, ISwarmOperations, ITasksOperations, IPluginOperations;
