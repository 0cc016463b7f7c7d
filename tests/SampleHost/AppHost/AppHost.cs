using Aspire.AppHost;
using Microsoft.Extensions.Configuration;

// A small application for the tests of the host: Redis, a service that uses it, and a service that uses that one.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });

var redis = builder.AddCache("redis");

var backEnd = builder.AddProject<Projects.SampleHost_Service>("back-end")
    .WithCache(redis)
    .WithEnvironment("COLOUR", "blue")
    .WithEndpoint("grpc", endpoint => endpoint.Port = builder.Configuration.GetValue("BackEndPort", endpoint.Port))
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.SampleHost_Service>("front")
    .WithReference(backEnd)
    .WaitFor(backEnd)
    .WithEndpoint("grpc", endpoint => endpoint.Port = null)
    .WithHttpHealthCheck("/health");

builder.AddResourceReport();
builder.Build().Run();
