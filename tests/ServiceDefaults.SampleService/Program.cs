using Aspire.ServiceDefaults.Security;
using MicroGenre.Client.Channels;
using ServiceDefaults.Testing;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddSingleton(services => CredentialsOf(services.GetRequiredService<ServiceTrust>()));
builder.Services.AddServiceClient<Sample.SampleClient>("next");
if (builder.Configuration.GetValue<bool>("Sample:WorkerFails"))
{
    builder.Services.AddHostedService<FailingWorker>();
}

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<SampleService>();
return await app.RunServiceAsync();

static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
