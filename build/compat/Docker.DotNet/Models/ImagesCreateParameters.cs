namespace Docker.DotNet.Models;

/// <summary>What to pull or to import.</summary>
public class ImagesCreateParameters
{
    public string FromImage { get; set; }

    public string FromSrc { get; set; }

    public string Repo { get; set; }

    public string Tag { get; set; }

    public string Message { get; set; }

    public IList<string> Changes { get; set; }

    public string Platform { get; set; }
}
