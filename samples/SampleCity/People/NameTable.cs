using System.Text;

namespace CityHub.SampleCity.People;

/// <summary>Names put together from common surnames and given-name characters; any likeness is chance.</summary>
internal sealed class NameTable
{
    // The most frequent surnames, each as often as it stands here (王, 李, 张 are about 7 % each).
    private const string Surnames =
        "王王王王王王王李李李李李李李张张张张张张张刘刘刘刘刘陈陈陈陈陈杨杨杨黄黄赵赵吴吴周周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤冉";

    private const string ForMen = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建国志文东海山川江云天成永福贵德昌荣庆祥兴富才学思嘉子睿轩泽霖铭晨";
    private const string ForWomen = "芳娜敏静丽艳娟霞秀英玲桂兰红梅萍燕琴莉婷雪倩颖琳慧洁佳欣怡悦雅诗涵梦瑶璐月春秋菊珍素华淑惠蓉蕾薇晓彤若曦雨馨妍可语晴莹琪";

    private readonly byte[] _surnames = Encoding.UTF8.GetBytes(Surnames);
    private readonly byte[] _men = Encoding.UTF8.GetBytes(ForMen);
    private readonly byte[] _women = Encoding.UTF8.GetBytes(ForWomen);

    /// <summary>Writes a name of two or three characters, three bytes each; returns the bytes written.</summary>
    public int Write(Span<byte> target, bool male, ulong random)
    {
        var given = male ? _men : _women;
        _surnames.AsSpan(3 * Pick(random, _surnames.Length / 3), 3).CopyTo(target);
        given.AsSpan(3 * Pick(random >> 16, given.Length / 3), 3).CopyTo(target[3..]);
        if ((random >> 32 & 0xFF) < 36)
        {
            return 6;
        }

        given.AsSpan(3 * Pick(random >> 40, given.Length / 3), 3).CopyTo(target[6..]);
        return 9;
    }

    /// <summary>A name as text.</summary>
    public string Name(ref Dice dice)
    {
        Span<byte> name = stackalloc byte[9];
        return Encoding.UTF8.GetString(name[..Write(name, dice.Chance(0.55), dice.Next())]);
    }

    private static int Pick(ulong random, int count) => (int)((random & 0xFFFF) * (ulong)count >> 16);
}
