using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Networks.Calm;
using MicroGenre.Onnx.Architectures;
using MicroGenre.Onnx.Features;
using MicroGenre.Onnx.Graphs;
using MicroGenre.Onnx.Learners;
using MicroGenre.Onnx.Vectors;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Models;

/// <summary>Exports classifiers of every kind as graphs from a track's features to its probabilities.</summary>
internal static class ClassifierGraph
{
    private static readonly string[] Classical =
    [
        "decision-tree", "gaussian-naive-bayes", "linear-discriminant", "linear-svm", "multilayer-perceptron", "nearest-neighbors",
        "random-forest", "rbf-svm", "softmax-regression", "clustering-augmented",
    ];

    /// <summary>Computes the probabilities of a track, <c>[1, genres]</c>.</summary>
    /// <param name="features">The features, <c>[rows, frames]</c> in double precision.</param>
    /// <param name="recipe">The recipe of the classifier.</param>
    /// <param name="labels">The genres.</param>
    /// <param name="weights">The weights of the classifier.</param>
    /// <exception cref="UnsupportedModelException">The classifier cannot be exported.</exception>
    public static GraphValue Of(
        GraphValue features, Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        var kind = recipe.Classifier.Kind.ToLowerInvariant();
        if (kind is "ensemble")
        {
            return Ensemble(features, recipe, labels, weights);
        }

        if (kind is "genre-tree")
        {
            return Tree(features, recipe, labels, weights);
        }

        var input = recipe.Input.Cepstrum is { } cepstrum
            ? SpectrogramGraph.Cepstrum(features, recipe.Features.Rows, cepstrum.First, cepstrum.Coefficients)
            : features;
        var answers = kind switch
        {
            "deep-features" => DeepFeatures(input, recipe, weights),
            "calm" => Calm(input, recipe, weights),
            _ when Classical.Contains(kind, StringComparer.Ordinal) => OnVectors(input, recipe, labels.Count, weights),
            _ => NetworkGraph.Logits(NetworkGraph.Windows(input, recipe, weights), recipe.Classifier, weights).Softmax()
                .Cast(DataType.Double),
        };
        return Normalized(answers.Mean(keep: true, 0));
    }

    private static GraphValue Normalized(GraphValue values) => values / values.Sum(keep: true, 1);

    private static GraphValue OnVectors(
        GraphValue features, Recipe recipe, int classes, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Input.Vector;
        var frames = (int)weights.Require("input.frames").ToInt64()[0];
        var vectors = VectorGraph.Of(features, recipe.InputRows, new TrackVectors(settings.Kind, frames, settings.Also));
        vectors = settings.Standardize ? Standardized(vectors, weights) : vectors;
        vectors = settings.Clip is { } limit ? vectors.Clip(-limit, limit) : vectors;
        if (settings.Components is not null)
        {
            var mean = weights.Require("components.mean").ToDouble();
            vectors = (vectors - vectors.Graph.Doubles(mean, mean.Length))
                .MatMul(LearnerGraph.Transposed(vectors.Graph, weights.Require("components.directions")));
        }

        var probabilities = LearnerGraph.Of(vectors, recipe.Classifier, weights.WithoutPrefix("learner."));
        return settings.Voting == Voting.Majority ? probabilities.OneHot(classes) : probabilities;
    }

    private static GraphValue Standardized(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var (mean, scale) = (weights.Require("standardizer.mean").ToDouble(), weights.Require("standardizer.scale").ToDouble());
        return (vectors - vectors.Graph.Doubles(mean, mean.Length)) / vectors.Graph.Doubles(scale, scale.Length);
    }

    private static GraphValue DeepFeatures(GraphValue features, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Classifier.As<DeepFeatureSettings>();
        return Head(
            NetworkGraph.Deep(
                NetworkGraph.Windows(features, recipe, weights), settings.Network, weights.WithoutPrefix("encoder.network.")),
            settings.Learner, weights);
    }

    private static GraphValue Calm(GraphValue features, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Classifier.As<CalmSettings>();
        var layers = new Layers(features.Graph, weights.WithoutPrefix("encoder."));
        return Head(
            CalmGraph.Embedding(layers, NetworkGraph.Windows(features, recipe, weights), settings.Convolutions), settings.Head, weights);
    }

    private static GraphValue Head(
        GraphValue embeddings, ClassifierSettings learner, IReadOnlyDictionary<string, TensorData> weights) =>
        LearnerGraph.Of(Standardized(embeddings.Cast(DataType.Double), weights), learner, weights.WithoutPrefix("head."));

    private static GraphValue Ensemble(
        GraphValue features, Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        var members = EnsembleKind.Members(recipe);
        var geometric = recipe.Classifier.As<EnsembleSettings>().Pooling == OpinionPool.Geometric;
        var total = members.Sum(member => member.Weight);
        var pooled = members.Select((member, i) =>
        {
            var answer = Of(features, member.Recipe, labels, weights.WithoutPrefix($"{i}."));
            return (geometric ? answer.Max((double)float.Epsilon).Log() : answer) * (member.Weight / total);
        }).Aggregate((sum, part) => sum + part);
        return geometric ? pooled.Softmax() : pooled;
    }

    private static GraphValue Tree(
        GraphValue features, Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Classifier.As<GenreTreeSettings>();
        var found = new Dictionary<string, GraphValue>(StringComparer.Ordinal);
        var answers = settings.Root.Inner.Select((node, i) =>
        {
            var ofNode = GenreTreeKind.RecipeOf(recipe, settings, node, i);
            List<string> branches = [.. node.Branches.Select(branch => branch.Name)];
            return (node, Answer: Of(features, ofNode, branches, weights.WithoutPrefix($"{node.Name}.")));
        }).ToDictionary(pair => pair.node, pair => pair.Answer);
        Descend(settings.Root, null);
        return GraphValue.Concat(1, [.. labels.Select(label => found[label])]);

        void Descend(GenreTreeNode node, GraphValue? share)
        {
            if (node.Branches.Count == 0)
            {
                found[node.Name] = share!.Value;
                return;
            }

            var decides = settings.Prediction == GenreTreePrediction.Descent && node.Branches.Any(branch => branch.Branches.Count > 0);
            var shares = decides ? answers[node].OneHot(node.Branches.Count) : answers[node];
            foreach (var (i, branch) in node.Branches.Index())
            {
                var own = shares.Slice(1, i, i + 1);
                Descend(branch, share is { } before ? before * own : own);
            }
        }
    }
}
