using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Features;
using MicroGenre.Training.Lessons;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Training;

/// <summary>Implements <c>microgenre.v1.Teacher</c>.</summary>
[Authorize(Policy = Rights.Control)]
public sealed class TeacherService(GenreChanges changes, IFeatureSource source, AudioLimits limits) : Teacher.TeacherBase
{
    /// <inheritdoc/>
    public override async Task<TaughtModel> Teach(TeachRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        var lesson = request.Lesson ?? new Lesson();
        var heard = await BeginAsync(lesson, context.CancellationToken);
        foreach (var example in request.Examples)
        {
            var feature = await source.ExtractAsync(example, heard.Settings, context.CancellationToken);
            heard.Add(example.SourceCase == AudioSource.SourceOneofCase.Path ? example.Path : example.Name, feature);
        }

        return await TeachAsync(lesson, heard, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<TaughtModel> TeachUpload(IAsyncStreamReader<TeachUploadRequest> requestStream, ServerCallContext context)
    {
        var upload = new ExampleStream(requestStream, limits);
        var lesson = await upload.ReadLessonAsync(context.CancellationToken);
        var heard = await BeginAsync(lesson, context.CancellationToken);
        while (await upload.ReadExampleAsync(context.CancellationToken) is { } example)
        {
            await using (example)
            {
                heard.Add(example.Name, await source.ExtractAsync(example, heard.Settings, context.CancellationToken));
            }
        }

        return await TeachAsync(lesson, heard, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task<TaughtModel> RenameGenre(RenameGenreRequest request, ServerCallContext context) =>
        ChangeAsync(request.Change, model => Teaching.Rename(model, request.Genre, request.Name), context);

    /// <inheritdoc/>
    public override Task<TaughtModel> MergeGenres(MergeGenresRequest request, ServerCallContext context) =>
        ChangeAsync(
            request.Change,
            model => Teaching.Merge(model, request.Genre, request.Other, request.Name.Length > 0 ? request.Name : null),
            context);

    /// <inheritdoc/>
    public override Task<TaughtModel> RemoveGenre(RemoveGenreRequest request, ServerCallContext context) =>
        ChangeAsync(request.Change, model => Teaching.Remove(model, request.Genre), context);

    /// <inheritdoc/>
    public override async Task<TaughtModel> UndoChange(UndoChangeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MessageOf(await changes.UndoAsync(request.Model, context.CancellationToken));
    }

    // What the lesson cannot be is told before its examples are read.
    private async Task<HeardExamples> BeginAsync(Lesson lesson, CancellationToken cancellation)
    {
        using var model = await changes.LoadAsync(lesson.Change, cancellation);
        Teaching.CheckTeachable(model, lesson.Genre);
        return new HeardExamples(model.Card.Recipe.Features, limits);
    }

    private async Task<TaughtModel> TeachAsync(Lesson lesson, HeardExamples heard, CancellationToken cancellation) =>
        MessageOf(await changes.ApplyAsync(lesson.Change, model => heard.Teach(model, lesson.Genre), cancellation));

    private async Task<TaughtModel> ChangeAsync(ModelChange? change, Func<GenreModel, GenreModel> apply, ServerCallContext context) =>
        MessageOf(await changes.ApplyAsync(change, apply, context.CancellationToken));

    private static TaughtModel MessageOf(ModelCard card) => new()
    {
        Model = card.Name,
        Version = card.Version,
        BasedOn = card.BasedOn ?? "",
        Labels = { card.Labels },
        DisplayNames = { card.Labels.Select(card.NameOf) },
        Taught =
        {
            (card.Taught ?? []).Select(genre => new Contracts.TaughtGenre
            {
                Label = genre.Label, Examples = genre.Examples, Recognized = genre.Recognized,
            }),
        },
    };
}
