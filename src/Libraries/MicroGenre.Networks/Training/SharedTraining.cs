using System.Security.Cryptography;
using System.Text;
using MicroGenre.Learning;

namespace MicroGenre.Networks.Training;

/// <summary>The training of a part that recipes with different learners have in common.</summary>
internal static class SharedTraining
{
    /// <summary>
    /// Returns the task of training the part alone (<see cref="Recipe.SharedPart"/>). Its checkpoint is in a folder of
    /// <see cref="TrainingOptions.SharedFolder"/> that is named after everything the part depends on, so that other recipes read it.
    /// Without such a folder, the task stays as it is.
    /// </summary>
    public static TrainingTask Of(TrainingTask task)
    {
        if (task.Options.SharedFolder is not { } folder)
        {
            return task;
        }

        var part = Recipe.FromJson(task.Recipe.SharedPart!) with { Seed = task.Recipe.Seed };
        task = task with { Recipe = part };
        var identity = $"{task.Identity} {task.Watched?.Tracks.Fingerprint} {task.Options.EffectiveThreads} {task.Options.Device}";
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16];
        return task with { Options = task.Options with { CheckpointFolder = Path.Combine(folder, name), Resume = true } };
    }
}
