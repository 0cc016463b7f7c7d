using Aspire.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

var cache = builder.AddCache("redis");

var features = builder.AddProject<Projects.MicroGenre_FeatureExtraction>("feature-extraction")
    .WithCache(cache)
    .WithPortFromConfiguration()
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.MicroGenre_Training>("training")
    .WithPortFromConfiguration()
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.MicroGenre_Inference>("inference")
    .WithReference(features)
    .WaitFor(features)
    .WithPortFromConfiguration()
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.MicroGenre_Segmenting>("segmenting")
    .WithCache(cache)
    .WithPortFromConfiguration()
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.MicroGenre_Evaluating>("evaluating")
    .WithPortFromConfiguration()
    .WithHttpHealthCheck("/health");

builder.Build().Run();
