package main

// Plots of the time per row over the number of rows, as SVG.

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// plotDirectory returns the directory for the plots of this Go release.
func plotDirectory() string {
	release := runtime.Version()
	if parts := strings.SplitN(release, ".", 3); len(parts) == 3 {
		release = parts[0] + "." + parts[1]
	}
	return filepath.Join("plots", release)
}

// writePlots draws a plot for each format and writes links to them in Markdown.
func writePlots(b *bytes.Buffer, results []*result) error {
	directory := plotDirectory()
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return err
	}
	for _, format := range formats {
		curves := curvesOf(results, format)
		if len(curves) == 0 {
			continue
		}
		title := fmt.Sprintf("Time to decode lists with registration codes, %s", formatName(format))
		file := filepath.ToSlash(filepath.Join(directory, format.String()+".svg"))
		if err := os.WriteFile(file, drawPlot(title, curves), 0o666); err != nil {
			return err
		}
		fmt.Fprintf(b, "\n![%s](%s)\n", title, file)
	}
	return nil
}

// A curve is the time of one subject over the number of rows.
type curve struct {
	name   string
	points []point
}

type point struct {
	rows   int
	perRow float64 // nanoseconds
}

func (c curve) last() point { return c.points[len(c.points)-1] }

// curvesOf returns the curves of a format, sorted by their last point, slowest first.
func curvesOf(results []*result, format smscodec.Format) []curve {
	var curves []curve
	for _, r := range results {
		if r.op != "decode" || r.format != format || r.kind != string(operators) {
			continue
		}
		for _, name := range r.subjects {
			i := slices.IndexFunc(curves, func(c curve) bool { return c.name == name })
			if i < 0 {
				i = len(curves)
				curves = append(curves, curve{name: name})
			}
			perRow, _ := r.perRow(name)
			curves[i].points = append(curves[i].points, point{r.n, perRow})
		}
	}
	slices.SortStableFunc(curves, func(a, b curve) int { return int(math.Copysign(1, b.last().perRow-a.last().perRow)) })
	return curves
}

// The layout of a plot in pixels: the area between the axes, with the names to its right.
const (
	plotWidth  = 780
	plotHeight = 440
	plotLeft   = 70
	plotRight  = 560
	plotTop    = 44
	plotBottom = 380
	lineHeight = 16
)

// All colors are readable on white and on black, because a plot may be shown on either.
var (
	curveColors   = []string{"#d1495b", "#b5651d", "#8e6bbf", "#2e8b57", "#b8860b", "#4682b4", "#c060a1", "#5f8f8f"}
	smscodecColor = "#1f7ae0"
	baselineColor = "#8a8f98"
	textColor     = "#7a828e"
)

// A scale maps rows and times to pixels. Both axes are logarithmic.
type scale struct {
	decades   float64 // of rows, from 1 on
	low, high float64 // powers of ten that enclose the times
}

func newScale(curves []curve) scale {
	fastest, slowest, rows := math.Inf(1), 0.0, 1
	for _, c := range curves {
		for _, p := range c.points {
			fastest, slowest, rows = min(fastest, p.perRow), max(slowest, p.perRow), max(rows, p.rows)
		}
	}
	return scale{
		decades: max(1, math.Ceil(math.Log10(float64(rows)))),
		low:     math.Floor(math.Log10(fastest)),
		high:    math.Ceil(math.Log10(slowest)),
	}
}

func (s scale) x(rows int) float64 {
	return plotLeft + (plotRight-plotLeft)*math.Log10(float64(rows))/s.decades
}

func (s scale) y(perRow float64) float64 {
	return plotBottom - (plotBottom-plotTop)*(math.Log10(perRow)-s.low)/max(1, s.high-s.low)
}

// drawPlot draws nanoseconds per row over rows as SVG.
func drawPlot(title string, curves []curve) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12">
<style>text { fill: %s } .grid { stroke: %s; stroke-opacity: .35 }</style>
<text x="%d" y="24" font-size="15">%s</text>
`, plotWidth, plotHeight, plotWidth, plotHeight, textColor, baselineColor, plotLeft, html.EscapeString(title))
	s := newScale(curves)
	drawAxes(&b, s)
	heights := labelHeights(curves, s.y)
	for i, c := range curves {
		drawCurve(&b, s, c, curveColors[i%len(curveColors)], heights[i])
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// drawAxes draws a grid line and a number for each power of ten.
func drawAxes(b *bytes.Buffer, s scale) {
	for d := s.low; d <= s.high; d++ {
		y := s.y(math.Pow(10, d))
		fmt.Fprintf(b, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n", plotLeft, plotRight, y, y)
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", plotLeft-8, y+4, powerOfTen(d))
	}
	for d := 0.0; d <= s.decades; d++ {
		x := s.x(int(math.Pow(10, d)))
		fmt.Fprintf(b, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", x, x, plotTop, plotBottom)
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, plotBottom+18, powerOfTen(d))
	}
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">rows per list, n</text>\n", (plotLeft+plotRight)/2, plotBottom+42)
	fmt.Fprintf(b, "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">time per row, ns</text>\n", (plotTop+plotBottom)/2)
}

// drawCurve draws a curve and, right of the axes, its name, which a dotted line joins
// to the end of the curve.
func drawCurve(b *bytes.Buffer, s scale, c curve, color string, labelY float64) {
	width, dash, weight := "1.5", "", ""
	switch c.name {
	case smscodecName:
		color, width, weight = smscodecColor, "3.5", ` font-weight="bold"`
	case baselineResult, baselineCopy, baselineUTF8, baselineValid:
		color, dash = baselineColor, ` stroke-dasharray="5 4"`
	}
	var path strings.Builder
	for i, p := range c.points {
		fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(i, 1)], s.x(p.rows), s.y(p.perRow))
	}
	fmt.Fprintf(b, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>\n", path.String(), color, width, dash)
	for _, p := range c.points {
		fmt.Fprintf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", s.x(p.rows), s.y(p.perRow), color)
	}
	fmt.Fprintf(b, "<path d=\"M%.1f %.1fL%d %.1f\" stroke=\"%s\" stroke-opacity=\".6\" stroke-dasharray=\"1 3\"/>\n",
		s.x(c.last().rows), s.y(c.last().perRow), plotRight+18, labelY, color)
	fmt.Fprintf(b, "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", plotRight+18, labelY, color)
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%.1f\"%s>%s</text>\n", plotRight+28, labelY+4, weight, html.EscapeString(c.name))
}

// labelHeights returns the heights of the names: at the ends of the curves, which are
// sorted, but at least a line apart.
func labelHeights(curves []curve, y func(float64) float64) []float64 {
	places := make([]float64, len(curves))
	for i, c := range curves {
		places[i] = y(c.last().perRow)
		if i > 0 {
			places[i] = max(places[i], places[i-1]+lineHeight)
		}
	}
	below := float64(plotBottom + lineHeight)
	for i := len(places) - 1; i >= 0; i-- {
		places[i] = min(places[i], below-lineHeight)
		below = places[i]
	}
	return places
}

// powerOfTen formats 10 to the power of d.
func powerOfTen(d float64) string {
	switch {
	case d < 0:
		return fmt.Sprint(math.Pow(10, d))
	case d >= 6:
		return fmt.Sprintf("%d million", int(math.Pow(10, d-6)))
	}
	return groupThousands(int(math.Pow(10, d)))
}
