namespace MicroGenre.Inference.Models;

/// <summary>Polls the model repository, so that new versions are served soon after they appear.</summary>
public sealed partial class ModelWatcher(ModelCache models, InferenceOptions options, ILogger<ModelWatcher> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RefreshInterval);
        do
        {
            try
            {
                await models.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                LogUnreadable(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Loaded models keep serving, whatever is wrong with the repository.
                LogFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The model repository cannot be read: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Error, "The models could not be updated.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
