"""Pictures are offered in modern formats and several widths; the picture itself is there for whoever takes neither."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageCms

from plugins.engine.pictures import derive, widths
from tests.conftest import SITE, document
from tests.photos import drawn, photo, read, written

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

SHOWN = document(body="正文。\n\n![河边](he.jpg)")
#: A profile as cameras write it, in which red is not the red of screens.
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ORIENTATION, PLACE = 0x0112, 0x8825


def show(city: City, data: bytes, name: str = "he.jpg", text: str = SHOWN) -> City:
    return city.write({"portal/yaowen/a.md": text.replace("he.jpg", name), f"portal/yaowen/{name}": data})


def derived(built: BuiltCity, folder: str = "portal/yaowen/a/") -> dict[str, bytes]:
    """What is derived in a page's folder, by width and suffix."""
    found = {re.fullmatch(r".*/[0-9a-f]{10}-(\d+\.\w+)", name): data for name, data in built.bytes().items()}
    return {name[1]: data for name, data in found.items() if name and name[0].startswith(folder)}


def sources(image: Any) -> list[tuple[str, list[str], str]]:
    """Type, widths and sizes of each source that stands before an image."""
    found = image.xpath("ancestor::picture//source")  # which the parser takes for an element with contents
    assert found
    return [(each.get("type"), re.findall(r" (\d+w)", each.get("srcset")), each.get("sizes")) for each in found]


# What is offered


def test_a_photo_is_offered_as_avif_and_webp_in_several_widths(city: City) -> None:
    built = show(city, photo(2000, 1000)).build()

    [image] = built.page("/yaowen/a/").xpath("//main//img")
    assert [(type_, found) for type_, found, _ in sources(image)] == [
        ("image/avif", ["480w", "960w", "1600w"]),
        ("image/webp", ["480w", "960w", "1600w"]),
    ]
    assert {name: read(data).size for name, data in derived(built).items()} == {
        f"{width}.{suffix}": (width, width // 2) for width in (480, 960, 1600) for suffix in ("avif", "webp")
    }
    named = re.findall(r"/yaowen/a/\S+", " ".join(image.xpath("ancestor::picture//source/@srcset")))
    assert all(built.path(url).is_file() for url in named)
    assert len(named) == 6


def test_the_picture_itself_is_published_as_it_is_for_whoever_takes_neither(city: City) -> None:
    data = photo(2000, 1000)

    built = show(city, data).build()

    [image] = built.page("/yaowen/a/").xpath("//main//img")
    assert (image.get("src"), image.get("width"), image.get("height")) == ("/yaowen/a/he.jpg", "2000", "1000")
    assert (image.get("alt"), image.get("decoding"), image.get("srcset")) == ("河边", "async", None)
    assert built.path("/yaowen/a/he.jpg").read_bytes() == data


@pytest.mark.parametrize(
    ("width", "expected"), [(200, (200,)), (500, (500,)), (700, (480, 700)), (1000, (480, 1000)), (1200, (480, 960, 1200)), (5000, (480, 960, 1600))]
)  # fmt: skip
def test_no_width_is_larger_than_the_picture_or_close_to_another(width: int, expected: tuple[int, ...]) -> None:
    assert widths(width) == expected


def test_what_would_not_be_smaller_is_left_out() -> None:
    small = written(drawn(1000, 500), "WEBP", quality=5)

    assert len(small) > 10_000
    assert [name for name in derive(small, "a.webp") if name.endswith(".webp")] == []


def test_every_file_that_is_offered_is_smaller_than_the_picture() -> None:
    data = photo(1300, 900, quality=70)

    found = derive(data, "a.jpg")

    assert {name.partition(".")[2] for name in found} == {"avif", "webp"}
    assert all(len(each) < len(data) for each in found.values())


def test_a_format_is_offered_up_to_the_largest_width_or_not_at_all() -> None:
    for quality in (5, 20, 40, 60, 80):
        found = derive(photo(1300, 900, quality=quality), "a.jpg")
        for suffix in ("avif", "webp"):
            assert f"1300.{suffix}" in found or not [name for name in found if name.endswith(suffix)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(written(drawn(40, 30), "PNG"), "a.png", id="small"),
        pytest.param(written(drawn(400, 300, "P"), "GIF"), "a.gif", id="gif"),
        pytest.param(written(drawn(400, 300), "AVIF", quality=95), "a.avif", id="avif"),
        *(
            pytest.param(
                written(drawn(200, 150), sort, save_all=True, append_images=[drawn(200, 150).rotate(90)]),
                f"a.{sort.lower()}",
                id=f"{sort} that moves",
            )
            for sort in ("PNG", "GIF", "WEBP")
        ),
    ],
)
def test_nothing_is_derived_of(city: City, data: bytes, name: str) -> None:
    built = show(city, data, name).build()

    assert derived(built) == {}
    assert built.page("/yaowen/a/").xpath("//picture") == []
    assert built.page("/yaowen/a/").xpath("string(//main//img/@src)") == f"/yaowen/a/{name}"


def test_a_picture_that_is_only_linked_or_attached_is_published_as_it_is(city: City) -> None:
    city.write(
        {
            "portal/yaowen/a.md": document("标题", "attachments: [b.jpg]", body="[大图](he.jpg)"),
            "portal/yaowen/he.jpg": photo(),
            "portal/yaowen/b.jpg": photo(900),
        }
    )

    assert derived(city.build()) == {}


def test_a_camera_s_file_of_several_pictures_is_the_first_of_them() -> None:
    data = written(drawn(900, 600), "MPO", quality=95, save_all=True, append_images=[drawn(90, 60)])

    assert {read(each).size for each in derive(data, "a.jpg").values()} == {(480, 320), (900, 600)}


# Colours, light and what a camera writes


def test_a_picture_that_lies_on_its_side_is_upright(city: City) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture = drawn(1000, 500)
    picture.paste((255, 0, 0), (0, 0, 200, 500))  # the left edge, which is to be at the top

    built = show(city, written(picture, "JPEG", quality=95, exif=exif)).build()

    [image] = built.page("/yaowen/a/").xpath("//main//img")
    assert (image.get("width"), image.get("height")) == ("500", "1000")
    for data in derived(built).values():
        upright = read(data)
        assert upright.size == (500, 1000)
        assert upright.getexif().get(ORIENTATION) is None
        assert _red(upright.getpixel((250, 60)))
        assert not _red(upright.getpixel((60, 900)))


def _red(colour: Any) -> bool:
    return bool(colour[0] > 200 and colour[1] < 60 and colour[2] < 60)


def test_where_a_photo_was_taken_is_in_nothing_that_is_derived() -> None:
    exif = Image.Exif()
    exif[PLACE] = {1: "N", 2: (36.0, 11.0, 0.0), 3: "E", 4: (113.0, 7.0, 0.0)}
    exif[0x010F] = "CAMERA-MAKER"
    data = photo(1000, 500, exif=exif, comment=b"CAMERA-COMMENT", xmp=b"<x:xmpmeta>CAMERA-XMP</x:xmpmeta>")

    found = derive(data, "a.jpg")

    assert b"CAMERA-MAKER" in data
    assert b"CAMERA-XMP" in data
    assert len(found) == 4
    for each in found.values():
        assert b"CAMERA" not in each
        assert dict(read(each).getexif()) == {}


def test_the_colour_profile_is_kept() -> None:
    found = derive(photo(1000, 500, icc_profile=PROFILE), "a.jpg")

    assert {read(each).info.get("icc_profile") for each in found.values()} == {PROFILE}


def test_what_is_transparent_stays_so() -> None:
    picture = drawn(600, 400, "RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 300, 400))

    found = derive(written(picture, "PNG"), "a.png")

    assert len(found) == 4
    for each in found.values():
        seen = read(each).convert("RGBA")
        assert seen.getpixel((seen.width // 4, 50))[3] < 10  # type: ignore[index]
        assert seen.getpixel((seen.width * 3 // 4, 50))[3] > 245  # type: ignore[index]


def _sixteen_bits() -> Image.Image:
    return drawn(400, 300, "L").convert("I").point(lambda value: value * 257).convert("I;16")


@pytest.mark.parametrize(
    ("picture", "sort"),
    [
        pytest.param(drawn(400, 300, "CMYK"), "JPEG", id="for print"),
        pytest.param(drawn(400, 300, "L"), "JPEG", id="grey"),
        pytest.param(drawn(400, 300).quantize(200), "PNG", id="palette"),
        pytest.param(drawn(400, 300, "LA"), "PNG", id="grey with alpha"),
        pytest.param(_sixteen_bits(), "PNG", id="sixteen bits"),
        pytest.param(drawn(900, 700, "1"), "PNG", id="one bit"),
    ],
)
def test_light_and_colour_are_those_of_the_picture(picture: Image.Image, sort: str) -> None:
    options = {"quality": 95} if sort == "JPEG" else {}
    expected = _mean(drawn(400, 300, "L") if picture.mode.startswith("I") else picture.convert("RGB"))

    found = derive(written(picture, sort, **options), f"a.{sort.lower()}")

    assert [name for name in found if name.endswith("avif")]
    for each in found.values():
        assert _mean(read(each)) == pytest.approx(expected, abs=6)


def _mean(picture: Image.Image) -> list[float]:
    colours = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(colours, tuple)
    return [float(each) for each in colours]


# What cannot be read


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"", "he.jpg", id="nothing"),
        pytest.param(b"GIF89a", "he.gif", id="a head alone"),
        pytest.param("不是图片".encode(), "he.png", id="text"),
        pytest.param(photo()[:9000], "he.jpg", id="cut off"),
        pytest.param(written(drawn(400, 300), "PNG")[:-900], "he.png", id="cut off at the end"),
        pytest.param(written(drawn(90, 60), "AVIF")[:-900], "he.avif", id="avif cut off"),
        pytest.param(photo(), "he.png", id="another sort than it says"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "he.webp", id="drawing"),
        pytest.param(written(Image.new("1", (8000, 8000)), "PNG"), "he.png", id="bomb"),
        pytest.param(written(Image.new("1", (20000, 20000)), "PNG"), "he.png", id="larger bomb"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_place(city: City, data: bytes, name: str) -> None:
    show(city, data, name)

    [fault] = city.faults()

    assert (fault.path, fault.line, fault.code) == ("portal/yaowen/a.md", 9, "PICTURE")
    assert name in fault.message
    assert fault.remedy


def test_a_title_picture_that_is_cut_off_is_a_fault(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("标题", "image: he.jpg"), "portal/yaowen/he.jpg": photo()[:9000]})

    assert city.codes() == [("portal/yaowen/a.md", 5, "PICTURE")]


def test_damage_in_what_the_camera_wrote_is_no_fault(city: City) -> None:
    data = photo(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")

    assert len(derived(show(city, data).build())) == 4


@pytest.mark.parametrize(
    "written_by_hand",
    [
        '<img src="he.jpg" alt="河边" srcset="https://example.com/a.jpg 2x">',
        '<picture><source srcset="https://example.com/a.avif"><img src="he.jpg" alt="河边"></picture>',
        '<img src="he.jpg" alt="河边" sizes="9px">',
    ],
)
def test_an_editor_cannot_offer_other_sources(city: City, written_by_hand: str) -> None:
    show(city, photo(), text=document(body=written_by_hand))

    assert {code for _, _, code in city.codes()} == {"FORBIDDEN_HTML"}


# Names


def test_another_picture_under_the_same_name_has_other_files(city: City) -> None:
    before = {name for name in show(city, photo()).build().files() if name.endswith(".avif")}

    after = {name for name in show(city, photo(quality=90)).build().files() if name.endswith(".avif")}

    assert len(before) == len(after) == 2
    assert not before & after


def test_two_pictures_of_the_same_bytes_have_their_files_together(city: City) -> None:
    city.write({"portal/yaowen/b.jpg": photo()})

    built = show(city, photo(), text=document(body="![甲](he.jpg)\n\n![乙](b.jpg)")).build()

    assert len(derived(built)) == 4
    assert len(set(built.page("/yaowen/a/").xpath("//source[@type='image/avif']/@srcset"))) == 1
    assert built.page("/yaowen/a/").xpath("//main//img/@src") == ["/yaowen/a/he.jpg", "/yaowen/a/b.jpg"]


def test_a_file_of_an_editor_s_that_is_called_so_is_a_fault(city: City) -> None:
    [name, *_] = [name for name in show(city, photo()).build().files() if name.endswith("-480.webp")]
    name = name.rpartition("/")[2]
    city.write({f"portal/yaowen/{name}": written(drawn(40, 30), "WEBP")})
    show(city, photo(), text=document(body=f"![甲](he.jpg)\n\n![乙]({name})"))

    assert [code for _, _, code in city.codes()] == ["SAME_URL"]


def test_what_is_derived_goes_with_its_document(city: City) -> None:
    show(city, photo()).build()

    show(city, photo(), text=SHOWN.replace("---\n\n", "draft: 是\n---\n\n", 1))

    assert [name for name in city.build().files() if "/yaowen/a/" in name] == []


# How it is written


def test_the_first_picture_of_a_text_is_loaded_at_once_and_the_others_when_they_are_near(city: City) -> None:
    city.write({"portal/yaowen/b.jpg": photo(900)})

    built = show(city, photo(), text=document(body="![甲](he.jpg)\n\n![乙](b.jpg)")).build()

    first, second = built.page("/yaowen/a/").xpath("//main//img")
    assert (first.get("loading"), second.get("loading")) == (None, "lazy")
    assert {size for image in (first, second) for _, _, size in sources(image)} == {"(max-width: 850px) 92vw, 782px"}


def test_the_title_picture_is_offered_so_on_the_home_page_and_named_as_it_is_to_others(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("标题", "image: he.jpg"), "portal/yaowen/he.jpg": photo()})

    built = city.build()

    [image] = built.page("/").cssselect(".lead img")
    assert [type_ for type_, _, _ in sources(image)] == ["image/avif", "image/webp"]
    assert (image.get("src"), image.get("loading")) == ("/yaowen/a/he.jpg", None)
    page = built.page("/yaowen/a/")
    assert page.xpath("string(//meta[@property='og:image']/@content)").endswith("/yaowen/a/he.jpg")
    assert page.xpath("string(//meta[@name='Image']/@content)").endswith("/yaowen/a/he.jpg")


def test_the_care_variant_has_no_picture_that_says_nothing_and_every_other(city: City) -> None:
    city.write({"portal/site.toml": SITE.replace("[[columns]]", 'variants = ["care"]\n\n[[columns]]', 1)})
    show(city, photo(), text=SHOWN.replace("source:", "image: he.jpg\nsource:"))

    built = city.build()

    assert built.page("/").xpath("//picture")
    assert built.page("/care/").xpath("//main//picture | //main//source | //main//img") == []
    [image] = built.page("/care/yaowen/a/").xpath("//main//img")
    assert len(sources(image)) == 2
