import QtQuick
import Vez.Look

// A ticket's label, as tall as `tallest` millimetres of capitals or as wide as its place, digits of one width.
Text {
    id: root

    property real tallest: 30
    property string spokenName: text.split("").join(" ")

    readonly property int tallestPx: Math.max(1, Math.round(tallest * Theme.mm / 0.7))

    font.family: Theme.display.family
    font.weight: Font.ExtraBold
    font.pixelSize: tallestPx
    font.letterSpacing: -0.02 * tallestPx
    font.features: {
        "tnum": 1
    }
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: Theme.display.pixelSize
    textFormat: Text.PlainText
    horizontalAlignment: Text.AlignHCenter
    color: Theme.ink
    Accessible.role: Accessible.StaticText
    Accessible.name: spokenName
}
