using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MicroGenre.Cli.Commands;

/// <summary>A command whose help starts with an example.</summary>
/// <param name="name">The name of the command.</param>
/// <param name="description">A one-sentence description.</param>
/// <param name="example">A useful call of the command.</param>
internal sealed class ExampleCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>Adds the examples to the help of a root command's commands.</summary>
    public static void AddToHelp(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class ExampleHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        // Help is shown even if other arguments are wrong.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is ExampleCommand command)
            {
                parseResult.InvocationConfiguration.Output.WriteLine("Example:");
                parseResult.InvocationConfiguration.Output.WriteLine($"  {command.Example}");
                parseResult.InvocationConfiguration.Output.WriteLine();
            }

            return help.Invoke(parseResult);
        }
    }

    private string Example { get; } = example;
}
