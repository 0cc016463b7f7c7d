using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MicroGenre.Cli.Commands;

/// <summary>A command whose help begins with an example.</summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it does, in one sentence.</param>
/// <param name="example">A call of it that does something useful.</param>
internal sealed class ExampleCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>Lets the help of a root command's commands begin with their examples.</summary>
    public static void AddToHelp(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class ExampleHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        // Help is given however wrong the other arguments are.
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
