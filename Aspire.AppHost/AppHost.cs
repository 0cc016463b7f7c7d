using Aspire.AppHost;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.UseDashboardPortsFromConfiguration();

    var cache = builder.AddCache("redis");

    var features = builder.AddProject<Projects.MicroGenre_FeatureExtraction>("feature-extraction")
        .WithBuiltProgram()
        .WithCache(cache)
        .WithPortFromConfiguration()
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    var training = builder.AddProject<Projects.MicroGenre_Training>("training")
        .WithBuiltProgram()
        .WithReference(features)
        .WaitFor(features)
        .WithPortFromConfiguration()
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    var inference = builder.AddProject<Projects.MicroGenre_Inference>("inference")
        .WithBuiltProgram()
        .WithReference(features)
        .WaitFor(features)
        .WithPortFromConfiguration()
        .WithReplicasFromConfiguration()
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    var segmenting = builder.AddProject<Projects.MicroGenre_Segmenting>("segmenting")
        .WithBuiltProgram()
        .WithCache(cache)
        .WithPortFromConfiguration()
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    builder.AddProject<Projects.MicroGenre_Evaluating>("evaluating")
        .WithBuiltProgram()
        .WithPortFromConfiguration()
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    var collecting = builder.AddProject<Projects.MicroGenre_Collecting>("collecting")
        .WithBuiltProgram()
        .WithLibraryFromConfiguration()
        .WithPortFromConfiguration()
        .WithSilosFromConfiguration(cache)
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    builder.AddProject<Projects.MicroGenre_Web>("web")
        .WithBuiltProgram()
        .WithReference(inference)
        .WithReference(segmenting)
        .WithReference(features)
        .WithReference(training)
        .WithReference(collecting)
        .WithPortFromConfiguration("http")
        .WithSecurity()
        .WithHttpHealthCheck("/health");

    builder.AddResourceRestarts();
    builder.AddResourceReport();
    builder.ThrowIfPortsAreTaken();
    builder.Build().Run();
    return 0;
}
catch (DistributedApplicationException refused)
{
    Console.Error.WriteLine($"microgenre: {refused.Message}");
    return 1;
}
