using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityHub.Storage.Trail;

/// <summary>
/// What the trail's end was at a moment, signed with SM2: beside each closed segment, and in the file <c>head</c> for the open one, so that
/// records cannot be cut off its end unseen. The signature covers the bytes before <c>,"signature"</c>.
/// </summary>
/// <param name="Segment">Name of the segment.</param>
/// <param name="First">Sequence of its first record.</param>
/// <param name="Previous">What the first record says about its forerunner.</param>
/// <param name="Last">Sequence of its last record.</param>
/// <param name="Digest">Digest of its last record.</param>
/// <param name="Time">When it was signed.</param>
internal sealed record EndMark(string Segment, long First, string Previous, long Last, string Digest, DateTimeOffset Time)
{
    private const string SignatureMember = ",\"signature\":\"";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Writes it, so that the file is either the old or the new mark.</summary>
    public void Write(string file, TrailKeys keys)
    {
        var text = JsonSerializer.Serialize(this, Json)[..^1];
        var signed = $"{text}{SignatureMember}{keys.Sign(Encoding.UTF8.GetBytes(text))}\"}}\n";
        using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(signed));
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Reads it; null when the file is missing, unreadable, or its signature does not hold.</summary>
    public static EndMark? Read(string file, TrailKeys keys)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var text = File.ReadAllText(file).TrimEnd();
        var cut = text.LastIndexOf(SignatureMember, StringComparison.Ordinal);
        if (cut < 0 || !text.EndsWith("\"}", StringComparison.Ordinal)
            || !keys.IsSignedBy(Encoding.UTF8.GetBytes(text[..cut]), text[(cut + SignatureMember.Length)..^2]))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<EndMark>(text[..cut] + "}", Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
