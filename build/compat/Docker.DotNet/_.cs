namespace Docker.DotNet;
